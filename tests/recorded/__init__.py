"""Replies of a general chat model to the rendered prompts of some forms, unedited, and what becomes of them."""
