"""Tells people's names from other words in roles and titles, for importers."""

import re
from collections.abc import Iterator

from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import set_of

TITLES = set_of("dr prof professor mr mrs ms miss mx sir herr frau")

EVERYDAY = set_of("""
able amber angel apple april archer art ash august autumn baker banks barber bass bay bear bell
berry best bill bishop black blank blue bolt bond booth bow brand branch bridge bright brook
brown bull burns bush butcher butler carpenter carter case cash chambers chance charity chase
chip church clay clerk cliff close cloud coal collar constant cook cooper corn cotton count
crane cross crystal dale dash dawn day days dean dear diamond doll don dot dove drake drew
driver duke dusty earl early east english ever faith falls farmer fast favor fern field fields
fisher flash fleet flint flower forest forge fox frank free french frost garden gardener gate
gates gay gene gentle german gift glass gold golden good grace grant gray green grey guy hall
hand hands happy hardy harmony harp haven hawk hay hazel head heart heather heaven herb hill
hills holiday holly honey honor hood hook hope horn house hunt hunter ice iris iron ivory ivy
jade jay jet jewel joy judge july june justice keen key keys kind king kit knight lake lamb
lance land lane large lark law laws legend liberty light lily line little lock long lord lot
love lucky major maker man march mark marks mason masters may mead meadow melody mercy merit
merry mild mill miller mills mine mint miracle moon moss mountain new noble noon norm north
novel oak ocean old olive opal pace page paint painter palm park parks parsons pat patience
peace peak pearl penny pepper perch pike pine piper plant pole polish pool pope porter post
potter power powers precious price pride prince prior prize queen quick rain rand range raven
ray read reading red reed rich rider ring rip river rivers rob rock rod root rose rows royal
ruby rue ruler rush rusty sage sand sands sandy savage say scarlet scope scout sea season self
sergeant shade sharp shepherd shields short silver singer skip sky small smart snow spark speed
spring squire star stark steel stern still stone storm story street strong sue summer summers
sun sunny swan sweet swift tab tanner temple thorn tiger till timber time tower town trinity
true turner unique usher vale venture victor violet vine wade wages wait walker wall walls ward
warden ware waters way weaver web well wells west wheeler while white wild will willow wills
win winter winters wise wish wolf wood woods words work worth wright yard young bin das del
della den der des dos ibn las los san ten ter und van von
""")
"""Given and family names that are words too: of everyday English, and before family names."""

NO_NAMES = set_of("""
account accountant admin administrator adopter agent analyst anonymous architect assistant
bookkeeper boss buyer chief client clinic colleague company consultant contact controller
customer designer developer director doctor engineer expert finance founder friend guest
interview interviewee lead leader manager marketing member nobody nurse office officer
operations operator owner participant partner patient person president product prospect
purchaser representative respondent sales seller somebody someone staff student support
supporter teacher team tester the unknown unnamed user vendor worker
""")
"""What people are called where nobody knows their name: alone it means anybody."""

_TRADES = set_of("""
academic accounting advisor agency aid assistance associate automation bakery banking board
branch brand business buying care chair channel chapter chef city clerk clinical clinics cloud
commerce commercial communications community compliance construction content council country
creator crm curator data dentist dental department deputy design digital director district
economist editor education electrician energy engineering enterprise entrepreneur estate executive
family farm farmer federal field fleet food former foundation founding franchise freelance
freelancer general global government group growth hardware head health healthcare home hospital
hospitality hotel human independent industrial industry infrastructure innovation institute
insurance integration interior international inventory investor it journalist junior kitchen lab
large law lawyer legal librarian library line local logistics machine maintenance maker managing
manufacturing market marketplace mechanic media medical medium merchant mid middle ministry mobile
municipal network new non north operation organisation organization outreach parent payments
payroll people pharmacist pharmacy physician physio planner planning platform plumber policy
portfolio practice practitioner principal private procurement producer production professional
profit program programme project property psychologist public publisher purchasing quality
receptionist recruiter regional registered reporter research researcher resources restaurant
retail retailer retired risk school scientist secretary section security self senior service
services shipping shop single sme small social software solo south specialist sports staffing
startup state storage store strategy studio supervisor supply surgeon systems tax tech technical
technician technology telecom therapist trade trainee training travel treasurer university
urban utilities vet veterinary vice volunteer warehouse web wholesale wholesaler worker writer
cto ceo cfo coo cio cpo cmo cso hr vp svp evp pm po qa ux ui
plan series vitamin team type group version part option round grade class hepatitis site phase
gen generation model appendix exhibit step wave cohort segment tier level schedule form factor
block building gate terminal hall room unit variant area zone day week case study interview talk
call note file page chapter lot batch line track wing bus category condition design sample set
""")
"""What else is no name: trades, and words that a letter follows (`Plan B`)."""
_NO_PERSON = NO_NAMES | TITLES | _TRADES

_LONGEST = 40
"""Letters that one part of a name has at most."""

# Without bounds every part of a long row of them is tried as a beginning, and then to its end.
_REST = rf"[^\W\d_]{{1,{_LONGEST - 1}}}"
_NAME = rf"[^\W\d_a-z]{_REST}(?:['’-]{_REST}){{0,4}}"
_LETTER = r"[^\W\d_a-z]"
_INITIALLED = Pattern(
    rf"(?<![\w.])(?:(?P<name>{_NAME}),? (?P<letter>{_LETTER})(?P<dot>\.)?(?![\w'’])"
    rf"|{_LETTER}\.\s?(?:{_LETTER}\.\s?)?(?P<last>{_NAME}))(?!\w)"
)
_BREAKS = Pattern(
    r"\s[-–—|·/]\s|[,;:()/&+]|['’]s\s|(?:^|(?<=\s))\S*\d\S*|"
    r"\s(?:about|and|at|by|for|from|of|on|to|with)\s"
)
_TURNED = Pattern(rf"(?<![^\W_])(?P<last>{_NAME}), (?P<first>{_NAME})(?![^\W\d_])")
_PLACEHOLDER = Pattern(
    r"(?:.*\W)?(?:adopter|customer|interviewee|interview|participant|person|respondent|user)"
    r"(?:\W*\d+)?\W*|p\d+",
    re.IGNORECASE,
)


def is_placeholder(name: str) -> bool:
    """Whether somebody is called by what they are and a number: `kite Interviewee 3`."""
    return _PLACEHOLDER.fullmatch(name) is not None


def names_in(text: str, *, whole: bool) -> Iterator[str]:
    """The names of people in a role or a title, as far as they can be told from other words.

    Args:
        text: what an importer found: `Iven O.`, `Interview 1 - Iven O., CFO`.
        whole: whether the text may be a name and nothing else: then two or three capitalised words
            are one, and so is a single word that is no trade.
    """
    for found in _INITIALLED.finditer(text):
        name = found["name"] or found["last"]
        if name.casefold() not in _NO_PERSON and (found["dot"] or found["last"] or whole):
            yield found[0].rstrip(".")
    for turned in _TURNED.finditer(text) if whole else ():
        if all(map(_may_be_a_name, turned.groups())):
            yield f"{turned['first']} {turned['last']}"
    for part in _BREAKS.split(text) if whole else ():
        words = part.split()
        if 0 < len(words) <= 3 and all(map(_may_be_a_name, words)):
            yield part.strip()


def _may_be_a_name(word: str) -> bool:
    bare = word.strip(".'’\"")
    return bool(
        bare[:1].isupper()
        and len(bare) <= 2 * _LONGEST
        and (not bare.isupper() or len(bare) > 3)
        and not any(letter.isdigit() for letter in bare)
        and bare.casefold() not in _NO_PERSON
    )
