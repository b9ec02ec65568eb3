"""Who lives in the demonstration? Everybody is invented: the ten accounts, those who work beside them, the trainees."""

from dataclasses import dataclass

from trainer.demo.stages import Stage
from trainer.organisations.duties import Duty


@dataclass(frozen=True)
class Somebody:
    """A person with a place: key, name, what they do, and for trainees how far they have come and how good they are.

    `skill` is the level around which judgements of them fall. `manager` is another's key.
    """

    key: str
    name: str
    duties: frozenset[Duty]
    unit: int = 0
    stage: Stage | None = None
    skill: float = 2.8
    manager: str = ""


@dataclass(frozen=True)
class House:
    """An organisation with its people. `domain` ends the addresses of those who have no account of their own."""

    slug: str
    name: str
    colour: str
    domain: str
    units: tuple[str, ...]
    people: tuple[Somebody, ...]
    sets: tuple[str, ...]
    invited: tuple[str, ...] = ()

    def holders(self, duty: Duty) -> tuple[str, ...]:
        """The keys of those who hold a duty, in the order of the list."""
        return tuple(one.key for one in self.people if duty in one.duties)

    @property
    def trainees(self) -> tuple[Somebody, ...]:
        return tuple(one for one in self.people if one.stage)


def _staff(key: str, name: str, *duties: Duty, unit: int = 0) -> Somebody:
    return Somebody(key, name, frozenset(duties), unit)


def _trainee(name: str, stage: Stage, skill: float = 2.8, unit: int = 0, manager: str = "", key: str = "") -> Somebody:
    key = key or name.lower().replace(" ", ".").replace("'", "")
    return Somebody(key, name, frozenset({Duty.TRAINEE}), unit, stage, skill, manager)


_STAFF = (
    _staff("administrator", "Odette Farquharson", Duty.ADMINISTRATOR, unit=3),
    _staff("author", "Benedikt Aalders", Duty.AUTHOR, unit=3),
    _staff("coordinator", "Maureen Adeyinka", Duty.COORDINATOR, unit=3),
    _staff("lead", "Iestyn Morgannwg", Duty.LEAD, unit=1),
    _staff("assessor", "Karolina Dubrowska", Duty.ASSESSOR, unit=1),
    _staff("second", "Desmond Achterberg", Duty.ASSESSOR, unit=2),
    _staff("panel", "Philippa Rookwood", Duty.PANEL, unit=0),
    _staff("auditor", "Hamish Tulloch", Duty.AUDITOR, unit=3),
    _staff("ruth.engelsby", "Ruth Engelsby", Duty.ASSESSOR, unit=0),
    _staff("femi.olawale", "Femi Olawale", Duty.ASSESSOR, unit=4),
    _staff("priyanka.sethuraman", "Priyanka Sethuraman", Duty.ASSESSOR, unit=2),
    _staff("alun.prosser", "Alun Prosser", Duty.ASSESSOR, unit=1),
    _staff("greta.hollander", "Greta Hollander", Duty.LEAD, unit=4),
    _staff("marcus.thistleton", "Marcus Thistleton", Duty.PANEL, unit=2),
    _staff("noor.haddadin", "Noor Haddadin", Duty.PANEL, unit=4),
)

_TRAINEES = (
    _trainee("Tamsin Polglaze", Stage.SHOWN, 2.9, 1, key="trainee"),
    _trainee("Wren Castellane", Stage.BEGUN, unit=0),
    _trainee("Idris Bakare", Stage.BEGUN, unit=4),
    _trainee("Solveig Ramsdal", Stage.LEARNING, unit=2),
    _trainee("Callum Strathearn", Stage.LEARNING, unit=1),
    _trainee("Anjali Mukhopadhyay", Stage.LEARNING, unit=0),
    _trainee("Stellan Whitcombe", Stage.STUCK, unit=3),
    _trainee("Rosalind Achebe", Stage.STUCK, unit=2),
    _trainee("Ibolya Keresztes", Stage.STUCK, unit=4),
    _trainee("Gethin Bowditch", Stage.PRACTISING, unit=1),
    _trainee("Zainab Quraishi", Stage.PRACTISING, unit=0),
    _trainee("Leopold Vantongeren", Stage.UNOBSERVED, unit=3),
    _trainee("Aoife Kilbracken", Stage.ASKED, unit=2, manager="priyanka.sethuraman"),
    _trainee("Jerome Baptistelle", Stage.ASKED, unit=1),
    _trainee("Katarzyna Lisowicz", Stage.NEXT_WEEK, 2.6, 4),
    _trainee("Rufus Ollerenshaw", Stage.NEXT_WEEK, 3.0, 2),
    _trainee("Meera Subramoney", Stage.TODAY, 2.8, 0),
    _trainee("Dafydd Llanover", Stage.CAPTURED, 2.7, 1),
    _trainee("Chiamaka Nwachinemere", Stage.HALF, 3.1, 3),
    _trainee("Oskar Lindqvister", Stage.RATING, 2.5, 2),
    _trainee("Bridget Umphelby", Stage.DIFFERS, 2.5, 4),
    _trainee("Tariq Benhadou", Stage.AGREED, 3.0, 0),
    _trainee("Hester Cranleigh", Stage.STOP_EVENT, 2.2, 2),
    _trainee("Joaquim Severino", Stage.RELEASED, 2.3, 1),
    _trainee("Elspeth Garrioch", Stage.RELEASED, 3.0, 4),
    _trainee("Winston Debourgh", Stage.READY, 3.1, 2, manager="marcus.thistleton"),
    _trainee("Liesbeth Oudekerk", Stage.READY, 3.0, 0),
    _trainee("Farida Rahimzai", Stage.REVIEW, 3.1, 3),
    _trainee("Conor Mulqueen", Stage.CERTIFIED, 3.2, 1),
    _trainee("Yewande Folarin", Stage.CERTIFIED_EARLIER, 3.1, 4),
    _trainee("Matthias Hollenbeck", Stage.CERTIFIED_LONG_AGO, 3.3, 2),
    _trainee("Siobhan Trevelyn", Stage.EXPIRING, 3.0, 0),
    _trainee("Emeka Chukwunyere", Stage.EXPIRING_SOON, 3.1, 3),
    _trainee("Agnes Borthwick", Stage.EXPIRED, 3.0, 1),
    _trainee("Ludovic Marchetti", Stage.DORMANT, 3.1, 2),
    _trainee("Parveen Ghulamali", Stage.SUSPENDED, 3.1, 4),
    _trainee("Alistair Wemyss", Stage.REVOKED, 3.0, 0),
    _trainee("Henrike Vossberg", Stage.RENEWED, 3.3, 1),
    _trainee("Thandiwe Mabuza", Stage.CONDITIONAL, 2.9, 3),
    _trainee("Piotr Szewczak", Stage.NOT_YET, 2.9, 2),
    _trainee("Cressida Loveday", Stage.WITHDRAWN, unit=4),
)

_OUTSIDER = frozenset({Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR, Duty.ADMINISTRATOR})
_OUTSIDERS = (
    Somebody("outsider", "Gwendolen Ashdown", _OUTSIDER),
    _staff("bertrand.quillfeather", "Bertrand Quillfeather", Duty.ASSESSOR),
    _staff("saoirse.dunmore", "Saoirse Dunmore", Duty.ASSESSOR),
    _trainee("Ottilie Brandvold", Stage.RELEASED, 2.9),
    _trainee("Kofi Asantewaa", Stage.LEARNING),
)

DEMO = House(
    "demo",
    "Northbridge Council",
    "#1f5f7a",
    "northbridge.example",
    ("Adult Services", "Housing", "Planning and Place", "Resources", "Children and Families"),
    _STAFF + _TRAINEES,
    ("Alder", "Birch", "Cedar", "Elder", "Hazel", "Juniper", "Larch", "Rowan"),
    ("Dorothea Pinkney", "Samir Elkhoury"),
)
OTHER = House(
    "other",
    "Ferryhaven Housing Trust",
    "#7a3b1f",
    "ferryhaven.example",
    ("Head office",),
    _OUTSIDERS,
    ("Harbour",),
)

# Whoever sits in a set has a seat and no account: their names are put together from these.
FIRST_NAMES = (
    *("Abena", "Bartholomew", "Carys", "Dimitra", "Eamon", "Freya", "Gideon", "Hana", "Ivor", "Jocasta", "Kamal"),
    *("Lowri", "Magnus", "Nerys", "Olumide", "Petra", "Quentin", "Rhona", "Sanjit", "Tove", "Uri", "Verity", "Wanjiru"),
    *("Xanthe", "Yannick", "Zofia"),
)
LAST_NAMES = (
    *("Amberley", "Bonsu", "Crosswaite", "Dhanraj", "Everdene", "Fennimore", "Gillanders", "Hjelmeland", "Izmirli"),
    *("Jankauskas", "Kettlewell", "Lockhurst", "Mbeki-Thorne", "Nettlefold", "Ostrander", "Pennyfather", "Quartermain"),
    *("Rasmusson", "Sedgemoor", "Trelawney", "Umarov", "Venning", "Wolstencroft", "Yarborough"),
)
