from . import test_register_xlsx
from . import test_letter
