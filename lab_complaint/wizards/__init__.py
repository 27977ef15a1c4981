from . import lab_complaint_reason
from . import lab_complaint_answer
from . import lab_complaint_external_approval_invite
from . import lab_complaint_statement_ask
from . import lab_complaint_statement_reply
from . import lab_complaint_reclassify
from . import lab_complaint_extent
