from . import lab_complaint_answer
from . import lab_complaint_review_step
