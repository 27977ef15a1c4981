from . import comment_wizard
from . import lab_complaint_decide
from . import lab_complaint_reason
from . import lab_complaint_answer
from . import lab_complaint_external_approval_invite
