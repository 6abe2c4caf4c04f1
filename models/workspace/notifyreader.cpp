// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

constexpr qint64 kMinute = 60'000;
constexpr qint64 kDay = 24 * 60 * kMinute;

// What a server takes as the address of a mailbox and what cannot leave its line of the head.
bool isAddress(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$"));
    return form.match(text).hasMatch();
}

void checkAddress(Section &section, const YamlNode &node, const QString &text)
{
    if (!isAddress(text))
        section.context().error(node.at, "W-VALUE", tr("\"%1\" is not an e-mail address").arg(text.left(60)),
                                QStringLiteral("name@host.example"));
}

NotifyTarget readTarget(Section &section, const YamlNode &map, const QString &id)
{
    NotifyTarget target;
    target.id = id;
    // Looked for beforehand: what is asked for counts as allowed beside the others.
    const auto says = [&map](const char *key) {
        return std::any_of(map.entries.cbegin(), map.entries.cend(),
                           [key](const YamlNode::Entry &entry) { return entry.key == QLatin1String(key); });
    };
    if (says("webhook")) {
        target.secret = secretIn(section, "webhook");
        const QString form =
            section.oneOf("form", {QStringLiteral("slack"), QStringLiteral("teams"), QStringLiteral("mattermost")},
                          QStringLiteral("slack"));
        target.form = form == QLatin1String("teams")        ? NotifyTarget::Form::Teams
                      : form == QLatin1String("mattermost") ? NotifyTarget::Form::Mattermost
                                                            : NotifyTarget::Form::Slack;
    } else if (says("pagerduty")) {
        target.channel = NotifyTarget::Channel::PagerDuty;
        target.secret = secretIn(section, "pagerduty");
        if (const YamlNode *node = section.scalar("events")) {
            const QUrl url(node->text, QUrl::StrictMode);
            const bool loopback = url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("localhost");
            if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() ||
                (url.scheme() != QLatin1String("https") && !(loopback && url.scheme() == QLatin1String("http"))))
                section.context().error(node->at, "W-URL",
                                        tr("%1 is not an address").arg(section.path(QStringLiteral("events"))),
                                        QStringLiteral("https://events.eu.pagerduty.com/v2/enqueue"));
            else
                target.events = url;
        }
    } else if (const YamlNode *email = says("email") ? section.take("email") : nullptr) {
        target.channel = NotifyTarget::Channel::Email;
        target.addresses = section.texts("email");
        if (email->kind == YamlNode::Kind::Sequence && email->items.empty())
            section.context().error(email->at, "W-VALUE", tr("%1 reaches nobody").arg(section.path({})),
                                    tr("email: [name@host.example]"));
        for (const QString &address : std::as_const(target.addresses))
            checkAddress(section, *email, address);
    } else if (section.isMap()) {
        section.context().error(section.missingAt(), "W-MISSING",
                                tr("%1 does not say how it is reached").arg(section.path({})),
                                tr("webhook, pagerduty or email"));
    }
    if (target.channel != NotifyTarget::Channel::Email)
        target.caFile = section.file("ca");
    section.finish();
    return target;
}

MailServer readMail(ReadingContext &context, const YamlNode &node)
{
    Section section(context, node, QStringLiteral("escalation.mail"));
    MailServer mail;
    mail.at = node.at;
    if (!section.isMap())
        return mail;
    mail.host = hostIn(section);
    mail.implicitTls = section.oneOf("tls", {QStringLiteral("starttls"), QStringLiteral("implicit")},
                                     QStringLiteral("starttls")) == QLatin1String("implicit");
    mail.port = quint16(numberIn(section, "port", mail.implicitTls ? 465 : 587, 1, 65'535));
    mail.user = section.text("user");
    mail.password = secretIn(section, "password");
    if (mail.user.isEmpty() != mail.password.isEmpty())
        context.error(node.at, "W-VALUE", tr("%1 has only half of a sign-in").arg(section.path({})),
                      tr("user and password, or neither"));
    if (const YamlNode *from = section.require("from"); from && from->kind == YamlNode::Kind::Scalar) {
        mail.from = from->text;
        checkAddress(section, *from, mail.from);
    } else if (from) {
        context.type(*from, section.path(QStringLiteral("from")), tr("text"));
    }
    mail.caFile = section.file("ca");
    section.finish();
    return mail;
}

// A ladder that names a target twice would tell the same people twice and call it climbing.
NotifyLadder readLadder(Section &section, const QString &first, const QStringList &targets)
{
    ReadingContext &context = section.context();
    NotifyLadder ladder;
    ladder.at = section.at();
    QStringList known{first};
    if (const YamlNode *then = section.list("then", tr("rungs"))) {
        for (size_t i = 0; i < then->items.size(); ++i) {
            Section rung(context, then->items[i], section.path(QStringLiteral("then[%1]").arg(i)));
            if (!rung.isMap())
                continue;
            NotifyLadder::Rung one;
            one.afterMs = rung.duration("after", 10 * kMinute, 10'000, kDay);
            if (const YamlNode *to = rung.require("to"); to && to->kind != YamlNode::Kind::Scalar)
                context.type(*to, rung.path(QStringLiteral("to")), tr("text"));
            else if (to && context.reference(*to, tr("target"), targets)) {
                if (known.contains(to->text))
                    context.error(to->at, "W-VALUE", tr("%1 is on this ladder already").arg(to->text), tr("each once"));
                known.append(to->text);
                one.to = to->text;
                ladder.then.append(one);
            }
            rung.finish();
        }
    }
    ladder.checkpointMs = section.duration("checkpoint", 0, kMinute, 7 * kDay);
    ladder.otherwise = section.oneOf("default", {QStringLiteral("stop"), QStringLiteral("repeat")},
                                     QStringLiteral("stop")) == QLatin1String("repeat")
                           ? NotifyLadder::Otherwise::Repeat
                           : NotifyLadder::Otherwise::Stop;
    if (ladder.otherwise == NotifyLadder::Otherwise::Repeat && ladder.checkpointMs == 0)
        context.error(ladder.at, "W-VALUE", tr("%1 repeats, and does not say after how long").arg(section.path({})),
                      QStringLiteral("checkpoint: 30m"));
    section.finish();
    return ladder;
}

} // namespace

QString toString(NotifyTarget::Channel channel)
{
    switch (channel) {
    case NotifyTarget::Channel::Webhook:
        return QStringLiteral("webhook");
    case NotifyTarget::Channel::PagerDuty:
        return QStringLiteral("pagerduty");
    case NotifyTarget::Channel::Email:
        return QStringLiteral("email");
    }
    return {};
}

const NotifyTarget *NotifyConfig::target(const QString &id) const
{
    const auto found = std::find_if(targets.cbegin(), targets.cend(), [&id](const auto &one) { return one.id == id; });
    return found == targets.cend() ? nullptr : &*found;
}

QStringList NotifyConfig::ids() const
{
    QStringList all;
    for (const NotifyTarget &target : targets)
        all.append(target.id);
    return all;
}

void readNotify(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    eachId(context, node, QStringLiteral("people.notify"), [&](const QString &id, const YamlNode::Entry &entry) {
        Section section(context, entry.value, QStringLiteral("people.notify.") + id);
        NotifyTarget target = readTarget(section, entry.value, id);
        target.at = entry.keyAt;
        workspace.notify.targets.append(target);
    });
}

void readEscalation(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    Section section(context, node, QStringLiteral("escalation"));
    if (!section.isMap())
        return;
    NotifyConfig &notify = workspace.notify;
    const QStringList targets = notify.ids();
    if (const YamlNode *to = section.scalar("needs_you"); to && context.reference(*to, tr("target"), targets))
        notify.needsYou = to->text;
    notify.budgetMs = section.duration("budget", notify.budgetMs, kMinute, kDay);
    notify.retries = numberIn(section, "retries", notify.retries, 0, 10);
    if (const YamlNode *mail = section.take("mail"))
        notify.mail = readMail(context, *mail);
    if (const YamlNode *ladders = section.take("ladders"))
        eachId(context, *ladders, QStringLiteral("escalation.ladders"),
               [&](const QString &id, const YamlNode::Entry &entry) {
                   if (!targets.contains(id))
                       context.error(entry.keyAt, "W-REF", tr("there is no target \"%1\"").arg(id),
                                     targets.join(QStringLiteral(", ")), nearestText(id, targets));
                   Section ladder(context, entry.value, QStringLiteral("escalation.ladders.") + id);
                   notify.ladders.insert(id, readLadder(ladder, id, targets));
               });
    section.finish();
}

// E-mail needs a server that takes it.
void checkNotify(ReadingContext &context, const Workspace &workspace)
{
    for (const NotifyTarget &target : workspace.notify.targets) {
        if (target.channel == NotifyTarget::Channel::Email && workspace.notify.mail.isEmpty())
            context.error(target.at, "W-VALUE", tr("%1 is reached by e-mail, and no server takes it").arg(target.id),
                          QStringLiteral("escalation: {mail: {host: …, from: …}}"));
    }
}

} // namespace astern
