from . import ir_actions_report
from . import lab_complaint_evidence_sheet
from . import lab_complaint_paper
from . import lab_complaint_record_form
from . import lab_complaint_record_form_handling
