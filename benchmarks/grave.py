"""Which kinds of fault are grave, and which are minor.

Grave: readers are told something wrong, or see garbage; a name, a link, markup, a placeholder or a letter is wrong;
text is missing, foreign, or not for readers. Such faults shall keep a statement from being published: they deserve an
error.

Minor: only the form is wrong, and everything is still said, once and rightly. A warning is right: a doubled space must
not keep a statement from being published, and good translations have such faults too.
"""

from __future__ import annotations

FORMS = {
    "spaces": """and, apart|space before a sign|doubled space|no space after a comma|no space after a full stop
Latin letters stuck to a word""",
    "marks": """end mark lost|full stop for a question mark|another end mark|end mark typed at the beginning
doubled sign|Latin comma|Latin semicolon|Latin question mark|Arabic comma|bracket lost|bracket the wrong way round
brackets the wrong way round|quotation mark lost|quotation mark the wrong way round|apostrophe of another kind""",
    "signs that are not seen, letters that look the same": """soft hyphen|zero-width space|decomposed letters
byte order mark or word joiner|stretched word""",
    "words said twice": "word doubled|some words twice",
    "choices that differ": """Latin name left in|two translations of one text|agreed term not used
digits unlike the rest of the document""",
}
MINOR = frozenset(name for names in FORMS.values() for name in names.replace("\n", "|").split("|"))
"""The minor kinds of both lists; every other kind is grave."""
