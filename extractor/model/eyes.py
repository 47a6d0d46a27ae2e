"""Whether a model takes images: taken for granted until its endpoint has said no.

Comes in: that an endpoint refused a question with images. Goes out: whether to send it another one. Says
so once to the user. Never tries again within a run; a question without images is asked as before.
"""

from __future__ import annotations

from collections.abc import Callable


class Eyes:
    """The eyes of one model of a run; ``warn`` is told once, in Chinese and in English, when it has none."""

    def __init__(self, address: str, model: str, warn: Callable[[str, str], None]) -> None:
        self.shut = False
        self._address = address
        self._model = model
        self._warn = warn

    def close(self, detail: str) -> None:
        """Send this model no more images; ``detail`` is what its endpoint said."""
        if self.shut:
            return
        self.shut = True
        said_zh, said_en = (f"（详情：{detail}）", f" (details: {detail})") if detail else ("", "")
        self._warn(
            f"模型接口 {self._address} 的模型 {self._model} 不接受图片{said_zh}，本次运行不再发送图片，其余照常。",
            f"The model {self._model} at {self._address} takes no images{said_en}; no more are sent in this run, "
            "all else goes on.",
        )
