from . import lab_complaint_reason
from . import lab_complaint_answer
from . import lab_complaint_external_approval_invite
from . import lab_complaint_measure_act
