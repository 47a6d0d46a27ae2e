"""The rendered prompts, one golden file each; ``python -m tests.prompts --write`` renews them."""
