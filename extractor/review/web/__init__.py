"""The review as a web application: pages for people, JSON for programs.

Comes in: requests. Goes out: pages and JSON. Never decides anything: it asks the desk, and every
word of a document goes out escaped.
"""
