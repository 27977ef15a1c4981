from . import test_register_xlsx
