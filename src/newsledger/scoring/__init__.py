"""A coding scored against gold: figures with intervals, confusions, examples of what went wrong."""

from newsledger.scoring.coded import Coded, from_mention
from newsledger.scoring.goldfile import GoldSentence, Page, read_gold, read_pages
from newsledger.scoring.report import Figure, Report, score

__all__ = ["Coded", "Figure", "GoldSentence", "Page", "Report", "from_mention", "read_gold", "read_pages", "score"]
