from . import test_dossier
from . import test_dossier_readers
from . import test_file_pages
from . import test_procedure
from . import test_register_xlsx
from . import test_letter
from . import test_letter_run
