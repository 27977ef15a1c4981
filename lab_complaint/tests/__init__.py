from . import test_register_number
from . import test_register_fixed
from . import test_register_parallel
from . import test_complainant
from . import test_receipt
