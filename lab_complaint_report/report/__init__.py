from . import lab_complaint_table_xlsx
from . import lab_complaint_analysis_xlsx
from . import lab_complaint_register_xlsx
from . import lab_complaint_review_xlsx
