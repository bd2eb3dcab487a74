"""`disco jobs`: lists jobs, shows one, and changes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli.cli import options
from discoverycli.cli.commands import CodeGroup, PageCommand, ShareableCommand, new_app
from discoverycli.context import Context, context
from discoverycli.domain.jobs import parse_story
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import JobType
from discoverycli.errors import ExitCode, InputError
from discoverycli.render.blocks import Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.jobs import JobAccount
    from discoverycli.domain.jobs import JobFinding


app = new_app(CodeGroup, invoke_without_command=True)

_CODE = options.code("J", "JOB", "A code such as J2, or words of it.")
_TYPE = options.choice(JobType, "--type", metavar="TYPE")
_STRICT = typer.Option(False, "--strict", help="Refuse words that do not hold as a job.")


@app.callback(epilog="Example: disco jobs --format markdown")
def jobs() -> None:
    """What customers try to get done, and who hired or fired something for it."""
    from discoverycli.analysis.beliefs.jobs import listed_jobs
    from discoverycli.pages.beliefs.jobs import jobs_page

    where = context()
    with where.reader() as reader:
        listed = listed_jobs(reader, where.settings.rule_for(()), where.today)
    where.show(jobs_page(listed))


@app.command(
    cls=PageCommand, epilog="Example: disco jobs add 'reconcile supplier invoices before month end'"
)
def add(
    text: list[str] = typer.Argument(
        metavar="WORDS", help="VERB OBJECT CLARIFIER, or When …, I want to …, so I can …"
    ),
    type_: str | None = _TYPE,
    serves: list[str] = options.SERVES,
    segment: str | None = options.text("SEGMENT", "Whose job it is."),
    strict: bool = _STRICT,
) -> None:
    """Write down a job. Its wording is checked; what does not hold is said, and stored anyway."""
    where = context()
    words = options.line(options.one_text(text))
    job_type = options.word(JobType, type_, "type of job") or JobType.CORE
    if strict:
        _refuse(words, job_type)
    with where.writer(create=True) as session:
        from discoverycli.store.write import jobs as write

        wanted = write.NewJob(
            words,
            job_type,
            serves=options.whom(serves),
            segment=options.line(segment or "") or None,
        )
        number = write.add(session, wanted, author=where.author, today=where.today).id
    where.show(_answer("is written down", _account(where, number)))


@app.command(cls=ShareableCommand, epilog="Example: disco jobs show J2")
def show(code: str = _CODE) -> None:
    """One job: who hired and fired what for it, what does not count and why, its wording."""
    from discoverycli.pages.beliefs import jobs as report_page

    where = context()
    where.show(report_page.job_page(_account(where, where.number(code, "J"))))


@app.command(cls=PageCommand, epilog="Example: disco jobs edit J2 --type related")
def edit(
    code: str = _CODE,
    text: str | None = options.text("WORDS", "Its words."),
    type_: str | None = _TYPE,
    serves: list[str] = options.SERVES,
    segment: str | None = options.text("SEGMENT", "Whose job; '' for nobody's."),
    strict: bool = _STRICT,
) -> None:
    """Change a job; who hired or fired something for it stays."""
    if text is None and type_ is None and not serves and segment is None:
        raise InputError("nothing to change is named", f"disco jobs edit {code} --text WORDS")
    where = context()
    words = None if text is None else options.line(text)
    job_type = options.word(JobType, type_, "type of job")
    before = _account(where, where.number(code, "J")).listed.job
    if strict:
        _refuse(words or before.text, job_type or before.type)
    with where.writer() as session:
        from discoverycli.store.write import jobs as write

        change = write.JobChange(
            words,
            job_type,
            serves=options.whom(serves) if serves else None,
            segment=options.line_or_none(segment),
        )
        write.edit(session, before.number, change)
    after = _account(where, before.number)
    where.show(_answer("is what it was" if after.listed.job == before else "is changed", after))


@app.command(
    cls=PageCommand, epilog="Example: disco jobs lint 'easily export invoices to the dashboard'"
)
def lint(
    text: list[str] = typer.Argument(metavar="WORDS", help="A job or a story, not stored."),
    type_: str | None = _TYPE,
) -> None:
    """Check the wording of a job without storing it; exit code 1 when something does not hold."""
    from discoverycli.pages.beliefs.jobs import FINDING
    from discoverycli.pages.phrases import finding

    words = options.line(options.one_text(text))
    job_type = options.word(JobType, type_, "type of job") or JobType.CORE
    found = _lint(words, job_type)
    title = f"{pluralize(len(found), 'part')} to mend" if found else "Nothing to mend"
    context().show(Page(title, (Lines(tuple(map(finding, found)), mark="!"),), FINDING.rows(found)))
    if found:
        raise typer.Exit(ExitCode.CHECK_SAYS_NO)


def _account(where: Context, number: int) -> JobAccount:
    from discoverycli.analysis.beliefs.jobs import job_account

    with where.reader() as reader:
        return job_account(reader, number, where.settings.rule_for(()), where.today)


def _lint(words: str, job_type: JobType) -> tuple[JobFinding, ...]:
    from discoverycli.domain.jobs import lint_job

    return lint_job(parse_story(words) or words, job_type)


def _refuse(words: str, job_type: JobType) -> None:
    found = _lint(words, job_type)
    if found:
        first = found[0]
        raise InputError(f"not a job yet, {first.part}: {first.message}", first.hint)


def _answer(what: str, account: JobAccount) -> Page:
    from discoverycli.pages.beliefs.jobs import JOB
    from discoverycli.pages.phrases import finding

    job, lint = account.listed.job, account.listed.lint
    headline = (Span(f"J{job.number}", Tone.CODE), f" {what}: {job.text}")
    advice = Lines(tuple(map(finding, lint)), mark="!")
    return Page("", (Note(headline), advice), JOB.data(account.listed))
