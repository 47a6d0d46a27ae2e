"""Writes out the prompts that have no reply, and takes replies over; see the README beside this file."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tests.recorded.replaying import FOLDER, replay_all

option, place = sys.argv[1], Path(sys.argv[2])
place.mkdir(parents=True, exist_ok=True)
if option == "--prompts":
    for name, question in replay_all().missing.items():
        schema = json.dumps(question.answer.model_json_schema(), ensure_ascii=False)
        text = f"{question.system}\n\n{question.user}\n\n输出的 JSON Schema：{schema}"
        (place / f"{name}.prompt.txt").write_text(text, encoding="utf-8")
        print(name, question.about)
elif option == "--take":
    FOLDER.mkdir(exist_ok=True)
    for reply in place.glob("*.reply.json"):
        shutil.copy(reply, FOLDER)
    used = replay_all().used
    for reply in FOLDER.glob("*.reply.json"):
        if reply.name.split(".")[0] not in used:
            reply.unlink()
            print("dropped", reply.name)
