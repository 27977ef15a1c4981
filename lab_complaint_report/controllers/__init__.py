from . import procedure
from . import spreadsheet
