// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runbook/runbook.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QUrl>

namespace astern::runbook {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Runbook", text); }

Error wrong(Error::Kind kind, const QString &file, const QString &message, const QString &hint)
{
    return {.kind = kind, .message = message, .where = file, .hint = hint};
}

// "- [ ] text", "* [x] text", "1. [ ] text".
const QRegularExpression &stepForm()
{
    static const QRegularExpression form(QStringLiteral(R"(^(\s{0,12}(?:[-*+]|\d{1,3}[.)])\s+)\[([ xX])\]\s+(\S.*)$)"));
    return form;
}

const QRegularExpression &fenceForm()
{
    static const QRegularExpression form(QStringLiteral(R"(^\s{0,3}(```+|~~~+))"));
    return form;
}

// Links and emphasis out of a step's words, for the log and for readers of screens.
QString plain(QString text)
{
    static const QRegularExpression link(QStringLiteral(R"(!?\[([^\]]*)\]\([^)]*\))"));
    static const QRegularExpression marks(QStringLiteral(R"([*_`]+)"));
    return text.replace(link, QStringLiteral("\\1")).remove(marks).simplified().left(200);
}

// Every line, and whether it is inside a block of code.
template <class F>
void eachLine(const QString &text, F f)
{
    QString fence;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QRegularExpressionMatch match = fenceForm().match(lines.at(i));
        const bool marks = match.hasMatch() && (fence.isEmpty() || match.captured(1).startsWith(fence));
        f(int(i), lines.at(i), !fence.isEmpty() || marks);
        if (marks)
            fence = fence.isEmpty() ? match.captured(1).left(3) : QString();
    }
}

} // namespace

std::optional<PlanLink> planLink(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (url.scheme() != QLatin1String("astern") || url.hasQuery() || url.hasFragment() || !url.authority().isEmpty())
        return std::nullopt;
    const QStringList parts = url.path(QUrl::FullyDecoded).split(QLatin1Char('/'));
    static const QHash<QString, PlanKind> kOfPlace{
        {QStringLiteral("rollback"), PlanKind::Rollback}, {QStringLiteral("pause"), PlanKind::Pause},
        {QStringLiteral("resume"), PlanKind::Resume},     {QStringLiteral("abort"), PlanKind::Abort},
        {QStringLiteral("promote"), PlanKind::Promote},   {QStringLiteral("mitigate"), PlanKind::Mitigate}};
    if (parts.size() == 1 && kOfPlace.contains(parts.first()))
        return PlanLink{kOfPlace.value(parts.first()), {}};
    if (parts.size() == 3 && parts.first() == QLatin1String("flag") && !parts.at(1).isEmpty()) {
        if (parts.at(2) == QLatin1String("off"))
            return PlanLink{PlanKind::FlagOff, parts.at(1)};
        if (parts.at(2) == QLatin1String("on"))
            return PlanLink{PlanKind::FlagOn, parts.at(1)};
    }
    if (parts.size() == 2 && parts.first() == QLatin1String("config") && !parts.at(1).isEmpty())
        return PlanLink{PlanKind::RestoreConfig, parts.at(1)};
    return std::nullopt;
}

Result<Runbook> readRunbook(const QString &folder, const QString &file)
{
    using Kind = Error::Kind;
    const QString inside = tr("Name a file in the folder of the workspace: runbooks/checkout.md");
    if (file.isEmpty())
        return wrong(Kind::NotFound, {}, tr("The service has no runbook"), inside);
    const QUrl url(file);
    if (!url.scheme().isEmpty() && url.scheme().size() > 1)
        return wrong(Kind::Unsupported, file, tr("The runbook is somewhere else"), tr("It is opened in the browser."));
    const QString root = QFileInfo(folder).canonicalFilePath();
    const QFileInfo info(QDir(folder).absoluteFilePath(file));
    const QString path = info.canonicalFilePath();
    if (path.isEmpty())
        return wrong(Kind::NotFound, file, tr("There is no such file"), inside);
    if (root.isEmpty() || !path.startsWith(root + QLatin1Char('/')))
        return wrong(Kind::NotPermitted, file, tr("The file is outside of the workspace"), inside);
    QFile source(path);
    if (!QFileInfo(path).isFile() || !source.open(QIODevice::ReadOnly))
        return wrong(Kind::NotPermitted, file, tr("The file cannot be read"), inside);
    const QByteArray bytes = source.read(kMostBytes + 1);
    if (bytes.size() > kMostBytes)
        return wrong(Kind::TooLarge, file, tr("The file is larger than %1 KiB").arg(kMostBytes >> 10),
                     tr("Split it into several."));
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(bytes);
    if (utf8.hasError() || text.contains(QChar(0)))
        return wrong(Kind::Malformed, file, tr("The file is no text in UTF-8"), {});
    return parseRunbook(file, bytes);
}

Runbook parseRunbook(const QString &file, const QByteArray &text)
{
    Runbook runbook;
    runbook.file = file;
    runbook.text = QString::fromUtf8(text).replace(QLatin1String("\r\n"), QLatin1String("\n"));
    runbook.digest = QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
    QHash<QString, int> seen;
    eachLine(runbook.text, [&](int line, const QString &words, bool code) {
        const QRegularExpressionMatch match = stepForm().match(words);
        if (code || !match.hasMatch())
            return;
        Step step{line, plain(match.captured(3)), {}};
        const QByteArray of = QStringLiteral("%1\n%2").arg(step.text).arg(seen[step.text]++).toUtf8();
        step.key = QString::fromLatin1(QCryptographicHash::hash(of, QCryptographicHash::Sha256).toHex().left(16));
        runbook.steps.append(step);
    });
    return runbook;
}

QString shownText(const Runbook &runbook, const QStringList &done)
{
    static const QRegularExpression image(QStringLiteral(R"(!\[([^\]]*)\](\([^)]*\)|\[[^\]]*\]))"));
    QHash<int, const Step *> steps;
    for (const Step &step : runbook.steps)
        steps.insert(step.line, &step);
    QStringList out;
    eachLine(runbook.text, [&](int line, QString words, bool code) {
        if (const Step *step = steps.value(line)) {
            const QRegularExpressionMatch match = stepForm().match(words);
            const bool is = done.contains(step->key);
            words = QStringLiteral("%1[%2](astern:step/%3) %4")
                        .arg(match.captured(1), is ? QStringLiteral("☑") : QStringLiteral("☐"), step->key,
                             match.captured(3));
        }
        if (!code)
            words.replace(image, QStringLiteral("\\1"));
        out.append(words);
    });
    return out.join(QLatin1Char('\n'));
}

} // namespace astern::runbook
