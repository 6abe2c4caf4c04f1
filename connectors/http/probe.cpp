// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/probe.h"

#include "connectors/http/httperror.h"
#include "models/base/format.h"

#include <QSslCertificate>

#include <algorithm>

namespace astern::connectors {
namespace {

using State = ConnectionLine::State;

constexpr qsizetype kRoundTrips = 3;
constexpr qint64 kSoonMs = 14 * 86'400'000LL; // a certificate takes a while to get

QString nameOf(const QSslCertificate &certificate, bool issuer)
{
    for (const QSslCertificate::SubjectInfo info : {QSslCertificate::CommonName, QSslCertificate::Organization}) {
        const QStringList names = issuer ? certificate.issuerInfo(info) : certificate.subjectInfo(info);
        if (!names.isEmpty() && !names.constFirst().isEmpty())
            return names.constFirst();
    }
    return {};
}

} // namespace

Probe::Probe(ProbePlan plan, const Clock &clock) : m_plan(std::move(plan)), m_clock(clock)
{
    m_report.backend = m_plan.backend;
    m_report.type = m_plan.type;
}

Probe::~Probe() = default;

void Probe::start(Told told)
{
    m_told = std::move(told);
    const auto add = [this](const char *id, const QString &what) {
        m_report.lines.append({State::Waiting, QLatin1String(id), what, {}, {}});
    };
    add("address", tr("Address"));
    add("sign-in", tr("Sign-in"));
    add("tls", tr("TLS"));
    add("answer", tr("Answer"));
    add("round-trip", tr("Round trip"));
    add("version", tr("Version"));
    add("clock", tr("Clock"));
    for (const ProbePlan::Action &action : m_plan.actions)
        m_report.lines.append({State::Waiting, action.id, action.what, {}, {}});
    const QString bare = m_plan.address.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    set(QStringLiteral("address"), m_plan.warnings.isEmpty() ? State::Good : State::Note,
        QStringList(QStringList{bare} + m_plan.warnings).join(QStringLiteral("; ")));
    set(QStringLiteral("sign-in"), State::Good, m_plan.signIn);
    tell();
    HttpOptions options = m_plan.http;
    options.clock = &m_clock;
    m_client = std::make_unique<HttpClient>(options);
    greet();
}

void Probe::greet()
{
    HttpJob *job = m_client->send(m_plan.hello);
    connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &result) { greeted(*job, result); });
}

void Probe::greeted(const HttpJob &job, const Result<HttpResponse> &result)
{
    describeTls();
    // A server that has no such page has answered, too.
    if (!result && job.status() != 404) {
        const Error error = m_plan.explain(result.error(), job.answer());
        const bool signIn = error.kind == Error::Kind::Unauthorized;
        set(signIn ? QStringLiteral("sign-in") : QStringLiteral("answer"), State::Wrong,
            signIn ? tr("%1: %2").arg(m_plan.signIn, error.message) : error.message, error.hint);
        return giveUp();
    }
    const SignInState signIn = m_client->signIn();
    if (signIn.untilMs > 0) {
        const bool soon = signIn.warnFromMs > 0 && m_clock.wallMs() >= signIn.warnFromMs;
        set(QStringLiteral("sign-in"), soon ? State::Note : State::Good,
            tr("%1, good until %2").arg(m_plan.signIn, format::stamp(signIn.untilMs)), signIn.hint);
    }
    set(QStringLiteral("answer"), State::Good, tr("it answers"));
    const QString version = result ? m_plan.version(*result) : QString();
    set(QStringLiteral("version"), version.isEmpty() ? State::Unknown : State::Good,
        version.isEmpty() ? tr("the server does not say") : version);
    tell();
    measure();
}

void Probe::measure()
{
    m_sentMs = m_clock.monoMs();
    connect(m_client->send(m_plan.hello), &HttpJob::finished, this, [this] {
        m_roundTrips.append(m_clock.monoMs() - m_sentMs);
        m_roundTrips.size() < kRoundTrips ? measure() : measured();
    });
}

void Probe::measured()
{
    std::sort(m_roundTrips.begin(), m_roundTrips.end());
    const qint64 median = m_roundTrips.at(m_roundTrips.size() / 2);
    set(QStringLiteral("round-trip"), State::Good,
        tr("%1, the median of %2").arg(format::latency(double(std::max<qint64>(median, 1)))).arg(m_roundTrips.size()));
    const qint64 skew = m_client->clockSkewMs();
    if (skew == 0)
        set(QStringLiteral("clock"), State::Good, tr("no more than a few seconds from ours"));
    else
        set(QStringLiteral("clock"), State::Note,
            skew > 0 ? tr("%1 ahead of ours").arg(format::duration(skew))
                     : tr("%1 behind ours").arg(format::duration(-skew)),
            tr("Astern counts by its own clock; still, one of the two is wrong."));
    tell();
    askNext();
}

void Probe::askNext()
{
    if (m_action >= m_plan.actions.size()) {
        m_report.complete = true;
        return tell();
    }
    const ProbePlan::Action &action = m_plan.actions.at(m_action);
    if (m_error || m_question >= action.questions.size())
        return judge();
    HttpJob *job = m_client->send(action.questions.at(m_question).request);
    connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &result) { answered(*job, result); });
}

void Probe::answered(const HttpJob &job, const Result<HttpResponse> &result)
{
    const ProbePlan::Question &question = m_plan.actions.at(m_action).questions.at(m_question++);
    const Result<Permission> permission =
        result ? question.read(*result) : Result<Permission>(m_plan.explain(result.error(), job.answer()));
    const QString where = question.where.isEmpty() ? tr("all namespaces") : question.where;
    if (!permission && permission.error().kind != Error::Kind::NotPermitted) {
        m_error = permission.error();
    } else if (permission && permission->allowed) {
        if (!m_allowed.contains(where))
            m_allowed.append(where);
    } else {
        if (!m_refused.contains(where))
            m_refused.append(where);
        if (m_reason.isEmpty())
            m_reason = permission ? permission->reason : permission.error().message;
    }
    askNext();
}

void Probe::judge()
{
    const ProbePlan::Action &action = m_plan.actions.at(m_action++);
    for (const QString &where : std::as_const(m_refused))
        m_allowed.removeAll(where);
    const QString yes = m_allowed.join(QStringLiteral(", "));
    const QString no = m_refused.join(QStringLiteral(", "));
    const bool places = std::any_of(action.questions.cbegin(), action.questions.cend(),
                                    [](const ProbePlan::Question &question) { return !question.where.isEmpty(); });
    if (m_error)
        set(action.id, State::Unknown, m_error->message, m_error->hint);
    else if (m_refused.isEmpty())
        set(action.id, State::Good, places ? tr("yes, in %1").arg(yes) : tr("yes"));
    else if (m_allowed.isEmpty())
        set(action.id, State::Note, tr("no: %1").arg(m_reason));
    else
        set(action.id, State::Note, tr("in %1; not in %2: %3").arg(yes, no, m_reason));
    m_question = 0;
    m_allowed.clear();
    m_refused.clear();
    m_reason.clear();
    m_error.reset();
    tell();
    askNext();
}

void Probe::giveUp()
{
    for (ConnectionLine &line : m_report.lines) {
        if (line.state != State::Waiting)
            continue;
        line.state = State::Unknown;
        line.words = tr("not asked");
    }
    m_report.complete = true;
    tell();
}

void Probe::describeTls()
{
    const QString id = QStringLiteral("tls");
    if (m_plan.address.scheme() != QLatin1String("https"))
        return set(id, isLoopback(m_plan.address.host()) ? State::Good : State::Note,
                   isLoopback(m_plan.address.host()) ? tr("none, on this machine alone")
                                                     : tr("none: everything can be read on the way"));
    const QSslCertificate certificate = m_client->peerCertificate();
    if (certificate.isNull())
        return;
    const qint64 until = certificate.expiryDate().toMSecsSinceEpoch();
    const bool soon = until - m_clock.wallMs() < kSoonMs;
    set(id, !m_plan.http.verifyPeer || soon ? State::Note : State::Good,
        tr("issued by %1, good until %2").arg(nameOf(certificate, true), format::stamp(until)) +
            (m_plan.http.verifyPeer ? QString() : tr("; NOT verified")),
        soon ? tr("The server needs a new certificate soon.") : QString());
}

void Probe::set(const QString &id, State state, const QString &words, const QString &hint)
{
    for (ConnectionLine &line : m_report.lines) {
        if (line.id != id)
            continue;
        line.state = state;
        line.words = HttpClient::redact(words);
        line.hint = HttpClient::redact(hint);
    }
}

void Probe::tell() { m_told(m_report); }

} // namespace astern::connectors
