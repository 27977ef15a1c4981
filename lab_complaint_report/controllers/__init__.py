from . import procedure
