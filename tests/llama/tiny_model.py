"""A language model of half a megabyte whose weights are random: it talks nonsense, the same on every run.

Comes in: where to write, a seed, and which characters the model is fond of. Goes out: a GGUF file that a
llama.cpp server loads. The vocabulary is the 256 bytes, so that any text can be read and any answer written.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

CONTEXT = 8192
LAYERS, WIDTH, HEADS, INNER = 2, 64, 4, 128
SPECIAL = ("<unk>", "<s>", "</s>")
CONSTANT = 8.0
"""The first number of every token's vector, far from those of the others: it carries the fondness to the end."""
SPREAD = 0.13
"""How far the random part of the output goes; fondness is in the same units."""

UNKNOWN, CONTROL, BYTE = 2, 3, 6  # kinds of tokens in a GGUF file


def write_model(path: Path, seed: int = 1, fond: Mapping[str, float] | None = None) -> Path:
    """Write the model; ``fond`` says by how much each character (below U+0080) is preferred to others."""
    import gguf

    writer = gguf.GGUFWriter(str(path), "llama")
    _describe(writer)
    for name, weights in _weights(seed, fond or {}).items():
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: Any) -> None:
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(SPECIAL) + 256)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256))])
    writer.add_token_scores([0.0] * (len(SPECIAL) + 256))
    writer.add_token_types([UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)


def _weights(seed: int, fond: Mapping[str, float]) -> dict[str, Any]:
    import numpy as np

    random = np.random.default_rng(seed)

    def some(rows: int, columns: int, scale: float = 1.0) -> Any:
        return (random.standard_normal((rows, columns)) * scale / np.sqrt(columns)).astype(np.float32)

    def ones() -> Any:
        return np.ones(WIDTH, dtype=np.float32)

    tokens = len(SPECIAL) + 256
    words = some(tokens, WIDTH, np.sqrt(WIDTH))
    words[:, 0] = CONSTANT
    output = some(tokens, WIDTH, SPREAD * np.sqrt(WIDTH))
    output[:, 0] = 0.0
    for char, much in fond.items():
        output[len(SPECIAL) + ord(char), 0] = much
    weights = {"token_embd.weight": words, "output.weight": output, "output_norm.weight": ones()}
    for layer in range(LAYERS):
        parts = {
            "attn_norm": ones(), "ffn_norm": ones(),
            "attn_q": some(WIDTH, WIDTH, 2.0), "attn_k": some(WIDTH, WIDTH, 2.0),
            "attn_v": some(WIDTH, WIDTH, 2.0), "attn_output": some(WIDTH, WIDTH, 2.0),
            "ffn_gate": some(INNER, WIDTH), "ffn_up": some(INNER, WIDTH), "ffn_down": some(WIDTH, INNER),
        }  # fmt: skip
        weights |= {f"blk.{layer}.{name}.weight": value for name, value in parts.items()}
    return weights
