from . import test_register_xlsx
from . import test_letter
from . import test_letter_run
