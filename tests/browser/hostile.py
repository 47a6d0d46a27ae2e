"""Texts that a document may hold and that no page may run."""

HOSTILE = [
    "<script>window.ran = 1; alert(1)</script>",
    "</script><script>window.ran = 1</script>",
    "</textarea></style></title><img src=https://hostile.example/x onerror='window.ran = 1'>",
    '"><img src=x onerror="window.ran = 1">',
    "甲\u2028window.ran = 1\u2029",
    "<svg onload=window.ran=1>",
    "javascript:window.ran=1",
    "<meta http-equiv=refresh content='0;url=https://hostile.example/'>",
]
