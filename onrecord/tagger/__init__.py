"""The reader: a page's text and its body paragraphs in, candidates (content, cue, speakers) out.

This version reads by rules over the tables of the language; a learned reader takes its place behind the same door.
"""

from onrecord.tagger.candidate import Candidate
from onrecord.tagger.find import tag

__all__ = ["Candidate", "tag"]
