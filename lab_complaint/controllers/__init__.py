from . import complaint_form
from . import external_approval
from . import status
