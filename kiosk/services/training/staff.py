"""The training counter's accounts. Their passwords are no secret: the sign-in page shows them."""

from dataclasses import dataclass

from kiosk.contract.staff_document import CounterRole


@dataclass(frozen=True, slots=True)
class TrainingAccount:
    """An account, with its password."""

    staff_id: str
    name: str
    role: CounterRole
    password: str


TRAINING_PASSWORD = "training"  # noqa: S105 - no secret: it opens the training counter alone
TRAINING_STAFF = (
    TrainingAccount("counter", "訓練櫃台", CounterRole.COUNTER, TRAINING_PASSWORD),
    TrainingAccount("supervisor", "訓練主管", CounterRole.SUPERVISOR, TRAINING_PASSWORD),
    TrainingAccount("supervisor2", "訓練副主管", CounterRole.SUPERVISOR, TRAINING_PASSWORD),
    TrainingAccount("technician", "訓練技術", CounterRole.TECHNICIAN, TRAINING_PASSWORD),
)
