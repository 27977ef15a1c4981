from . import test_evidence_sheet
from . import test_form_access
from . import test_record_form
from . import test_register_xlsx
