from . import test_procedure
from . import test_register_xlsx
