"""The words by which a text tells that somebody speaks: verbs of speech, what stands between them and their subject."""

import re

LONGEST_SUBJECT = 160
"""Characters a subject may have, with what is put in between commas."""
_SAY = (
    "said says say asked asks added adds stated states noted notes wrote writes insisted insists argued argues claimed claims "
    "warned warns acknowledged acknowledges announced announces declared declares explained explains replied replies responded "
    "responds remarked remarks commented comments testified testifies tweeted tweets posted quipped joked shouted cried "
    "whispered recalled recalls concluded concludes continued continues admitted admits conceded concedes confirmed confirms "
    "predicted predicts promised promises vowed vows stressed stresses emphasized emphasised emphasizes emphasises suggested "
    "suggests maintained maintains observed observes believes contended contends complained complains lamented cautioned "
    "cautions countered counters pledged reiterated reported revealed reveals "
    "answered answers chanted chant yelled screamed asserted asserts exclaimed exclaims proclaimed proclaims affirmed affirms pleaded pleads "
    "boasted boasts bragged beamed beams fumed grumbled griped gushed implored interjected mused muses opined quips retorted retorts "
    "scoffed sighed snapped swore swears thundered ventured marveled marvelled deadpanned recounted recounts reasoned"
).split()
_TELL = "told tells called calls described describes dubbed labeled labelled termed denounced condemned urged urges hailed praised criticized criticised accused dismissed referred quoted rejected branded slammed blasted likened characterized characterised".split()
SAYING = "saying telling adding calling describing writing asking warning noting insisting arguing claiming stressing declaring explaining stating announcing urging vowing promising demanding predicting accusing".split()
_FOREIGN = (
    "dit déclaré déclare affirmé affirme ajouté ajoute expliqué explique estimé estime assuré souligné souligne poursuivi poursuit "
    "sagte sagt erklärte erklärt betonte betont meinte schrieb warnte teilte"
).split()
"""The same in French and German, by which «…» and „…“ are told."""
VERB = re.compile(
    rf"\b(?<!so-)(?:{'|'.join(_SAY + _TELL + SAYING + _FOREIGN)}|(?<=ha[sd] )written|(?<=have )written)\b(?-i:(?<!States))",
    re.IGNORECASE,
)
SAY_ONLY = "|".join(_SAY + _FOREIGN)
AUXILIARY = r"(?:a|ont|avait|hat)\s+"
"""Before a French or German participle."""
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got)\s+(?:(?:[a-z]+ly|also|later|once|then|again)\s+)*$")
"""Before a verb of speech: its subject is spoken to or of."""
QUOTED_AS = re.compile(r"\bas\s$", re.IGNORECASE)
AGENT = re.compile(r"\s+by\s+(?P<agent>[^,;:“”\"]+?)(?=\s+(?:as|that|to|who|in|on|at)\b|[,;:“”\"]|\s*$)")
ACCORDING = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
BETWEEN = re.compile(
    r"""(?:\s*\([^)]{0,40}\))?
        (?:\s*,[^,]{0,120},)?
        (?:\s+(?:also|later|then|still|has|had|have|himself|herself|again|once|earlier|recently|repeatedly|publicly|
             reportedly|now|further|even|simply|only|just|first|[a-z]+ly|today|yesterday|
             (?:mon|tues|wednes|thurs|fri|satur|sun)day|was|is|did|who|which|what))*
        (?:\s+(?:on|in|at|during|after|from|before)\s+[^,]{1,60}?)?
        (?:\s+(?:also|later|then|has|had|[a-z]+ly))*
        [\s,]*""",
    re.IGNORECASE | re.VERBOSE,
)
_OBLIQUE = re.compile(
    r"\b(?!OF\b)(?i:with|for|of|by|from|to|against|between|about|under|behind|alongside|beside|near|after|before|on|in|at|like|such\s+as|than|"
    r"met|meets|meet|meeting|told|tells|telling|including|urged|urging|asked|asking|called|calling|accused|accusing|blamed|"
    r"blaming|praised|quoting|citing|echoing|paraphrasing|joining|thanking|addressing|criticizing|criticising|interviewing|"
    r"criticized|criticised|succeeded|succeeding|replaced|replacing)\s+"
    r"(?:(?:(?:the|his|her|their|its|foreign|deputy|prime|visiting|former|senior|top|state|defen[cs]e|finance|interior|minister|"
    r"president|envoy|leader|counterpart|chief|secretary|chancellor|premier|general|ambassador|king),?|[A-Z][\w.'’-]*)\s+){0,8}$"
)
"""Before a name: it is governed by a preposition or a verb, and not the subject."""
_TITLE_OF = re.compile(
    r"\b(?!(?:Aides|Allies|Members|Friends|Supporters|Relatives|Backers|Critics|Opponents)\b)([A-Z]\w+) (of) (?=(?:the )?[A-Z])"
)
"""In "Secretary of State Jane Roe" the preposition belongs to the title."""
NOT_HIMSELF = re.compile(
    r"['’]s?\s|['’]s\b|\s+(?:administration|government|regime|forces?|army|aides?|supporters?|loyalists?|campaign|team|family|era|"
    r"all(?:y|ies)|advis[eo]rs?|spokes\w+|lawyers?|attorneys?|officials?|clan|presidency|doctrine|plan|troops|camp|associates?|"
    r"critics|opponents|backers|cabinet|office|rule)\b"
)
"""After a name: somebody or something else is meant."""


def is_governed(lead: str) -> bool:
    """Whether a name after these words is no subject."""
    plain = _TITLE_OF.sub(lambda match: f"{match[1]} OF ", lead)
    return _OBLIQUE.search(plain) is not None
