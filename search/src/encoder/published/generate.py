"""Creates the tiny models in this folder and the published libraries' output for them.

    pip install "transformers==4.46.3" "jax==0.4.35" "jaxlib==0.4.35" "flax==0.10.2" sentencepiece
    python generate.py

Weights are random with a fixed seed, and tokenizers are trained on the sentences below, written for
this purpose. The tests compare tokens and vectors with those in each reference.json.
"""

import json
import os
import tempfile
from pathlib import Path

import jax
import numpy as np
import sentencepiece
from safetensors.numpy import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import FlaxRobertaModel, FlaxXLMRobertaModel, RobertaConfig, XLMRobertaConfig

HERE = Path(__file__).parent
SENTENCES = """
A paperboy finds the papers of the day and brings them to the channel before breakfast.
We train robots to fold boats; the boats float, and the robots don't.
It's 3D, isn't it? We'll see: 12,345 points at 0.5 m.
Die Boote schwimmen, und die Roboter lernen über Nacht.
Les bateaux flottent déjà, où vont les robots ?
Los barcos flotan; ¿qué hacen los robots mañana?
論文を毎朝届ける。船は浮かぶ。
论文每天早上送到频道。
Робот складывает лодки из бумаги.
""".strip().split("\n")
TEXTS = SENTENCES + [
    "",
    "  two  spaces\tand a\n\nbreak ",
    "don't, DON'T! we'll they've",
    "naïve café e\u0301te\u0301 ﬁne ① ｆｕｌｌ",
    "🦀 unknown ☃ signs",
    "a" * 60,
    "papers " * 60,
]
SIZES = dict(
    hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
    max_position_embeddings=42, type_vocab_size=1, layer_norm_eps=1e-5,
    bos_token_id=0, pad_token_id=1, eos_token_id=2,
)


def byte_pairs():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=330, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return tokenizer


def unigram():
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        pairs = [("ﬁ", "fi"), ("①", "1"), ("e\u0301", "é"), ("\t", " "), ("\n", " ")]
        pairs += [(chr(0xFEE0 + ord(c)), c) for c in "abcdefghijklmnopqrstuvwxyz"]
        codes = lambda text: " ".join(f"{ord(c):X}" for c in text)
        rules.write_text("".join(f"{codes(a)}\t{codes(b)}\n" for a, b in pairs))
        text = Path(folder) / "text"
        text.write_text("\n".join(SENTENCES * 3))
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=f"{folder}/m", vocab_size=150, model_type="unigram",
            normalization_rule_tsv=str(rules), character_coverage=1.0, hard_vocab_limit=False)
        from sentencepiece import sentencepiece_model_pb2 as proto
        model = proto.ModelProto()
        model.ParseFromString(Path(f"{folder}/m.model").read_bytes())
    charsmap = model.normalizer_spec.precompiled_charsmap
    vocab = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    vocab += [(piece.piece, piece.score) for piece in model.pieces[3:]]
    tokenizer = Tokenizer(models.Unigram(vocab, 3, False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


def tensors(params, path=()):
    for name, value in params.items():
        if isinstance(value, dict):
            yield from tensors(value, path + (name,))
            continue
        value = np.asarray(value)
        if name == "kernel":
            value = value.T
        if "pooler" not in path:
            kind = {"kernel": "weight", "embedding": "weight", "scale": "weight"}.get(name, name)
            yield ".".join(path + (kind,)), np.ascontiguousarray(value.astype(np.float16))


def rounded(tree):
    # Larger than usual initial weights, so that every part affects the result; as 16-bit numbers.
    key = np.random.default_rng(7)
    spread = lambda value: value + key.normal(0, 0.25, value.shape)
    return jax.tree_util.tree_map(
        lambda value: spread(np.asarray(value)).astype(np.float16).astype(np.float32), tree)


def write(name, tokenizer, config, model, pooling, prompts):
    folder = HERE / name
    os.makedirs(folder / "1_Pooling", exist_ok=True)
    params = rounded(model.params)
    save_file(dict(tensors(params)), folder / "model.safetensors")
    kept = {**SIZES, "model_type": config.model_type, "vocab_size": config.vocab_size,
            "hidden_act": "gelu", "position_embedding_type": "absolute"}
    (folder / "config.json").write_text(json.dumps(kept, indent=1) + "\n")
    (folder / "tokenizer.json").write_text(tokenizer.to_str())
    (folder / "1_Pooling/config.json").write_text(
        json.dumps({f"pooling_mode_{pooling}": True}) + "\n")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": prompts, "default_prompt_name": None}) + "\n")
    longest = SIZES["max_position_embeddings"] - 2
    tokenizer.enable_truncation(longest)

    def vector(text):
        ids = tokenizer.encode(text).ids
        out = model(np.array([ids]), params=params).last_hidden_state[0]
        pooled = np.asarray(out[0] if pooling == "cls_token" else out.mean(0), dtype=np.float64)
        return ids, pooled / np.linalg.norm(pooled)

    rows = []
    for text in TEXTS:
        ids, own = vector(text)
        asked = vector(prompts.get("query", "") + text)[1]
        found = vector(prompts.get("passage", "") + text)[1]
        short = lambda values: [round(float(value) * 10_000) for value in values]
        rows.append(json.dumps(
            {"text": text, "tokens": ids, "query": short(asked), "passage": short(found)},
            ensure_ascii=False))
    (folder / "reference.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")


def main():
    tokenizer = byte_pairs()
    config = RobertaConfig(vocab_size=tokenizer.get_vocab_size(), **SIZES)
    write("roberta", tokenizer, config, FlaxRobertaModel(config, seed=1), "cls_token", {})
    tokenizer = unigram()
    config = XLMRobertaConfig(vocab_size=tokenizer.get_vocab_size(), **SIZES)
    prompts = {"query": "query: ", "passage": "passage: "}
    write("multilingual", tokenizer, config, FlaxXLMRobertaModel(config, seed=1), "mean_tokens",
          prompts)


if __name__ == "__main__":
    main()
