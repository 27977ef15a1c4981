from . import external_approval
from . import portal
from . import reply
from . import status
