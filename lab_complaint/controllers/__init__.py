from . import complaint_form
from . import external_approval
from . import portal
from . import reply
from . import status
