"""The reader: a page's text and its body paragraphs in, candidates (content, cue, speakers) out.

A network finds cues and links contents and speakers to them; rules over the tables of the language stand beside.
"""

from onrecord.tagger.candidate import Candidate
from onrecord.tagger.reader import READERS, tag

__all__ = ["READERS", "Candidate", "tag"]
