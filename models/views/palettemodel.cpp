// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/palettemodel.h"

#include "models/base/format.h"
#include "models/views/boardrow.h"

#include <algorithm>

namespace astern {
namespace {

// Lower case, accents and signs apart from their letters: "Café" is found by "cafe".
QString folded(const QString &text)
{
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (c.category() != QChar::Mark_NonSpacing)
            plain.append(c.toCaseFolded());
    }
    return plain;
}

bool hasInOrder(const QString &letters, const QString &text)
{
    qsizetype at = 0;
    for (const QChar c : text) {
        if (at < letters.size() && letters.at(at) == c)
            ++at;
    }
    return at == letters.size();
}

int wordScore(const QString &word, const QString &text)
{
    constexpr int kBeginsText = 100;
    constexpr int kBeginsWord = 80;
    constexpr int kInside = 50;
    constexpr int kInOrder = 10;
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (at == 0)
            return kBeginsText;
        if (!text.at(at - 1).isLetterOrNumber())
            return kBeginsWord;
    }
    if (text.contains(word))
        return kInside;
    return word.size() > 1 && hasInOrder(word, text) ? kInOrder : 0;
}

} // namespace

int matchScore(const QString &typed, const QString &text)
{
    const QString in = folded(text);
    int sum = 0;
    int words = 0;
    const QStringList parts = folded(typed).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : parts) {
        const int score = wordScore(word, in);
        if (score == 0)
            return 0;
        sum += score;
        ++words;
    }
    // Of two that match alike the shorter one is what was meant.
    return words == 0 ? 1 : std::max(1, sum * 10 / words - int(std::min<qsizetype>(in.size(), 100)) / 10);
}

PaletteModel::PaletteModel(Session &session, QObject *parent) : QAbstractListModel(parent), m_session(session) {}

void PaletteModel::setActions(const QList<Item> &actions) { m_actions = actions; }

void PaletteModel::setText(const QString &typed)
{
    // A new question has a new answer: nobody has chosen anything in it yet.
    beginResetModel();
    m_found = find(typed);
    endResetModel();
}

QList<PaletteModel::Item> PaletteModel::find(const QString &typed) const
{
    struct Hit {
        int score = 0;
        Item item;
    };
    QList<Hit> hits;
    const QString text = typed.trimmed();
    bool isNumber = false;
    const quint64 number = QString(text).remove(QLatin1Char('#')).remove(QLatin1Char(' ')).toULongLong(&isNumber);
    if (isNumber && number < m_session.journalState().size) {
        hits.append({2000,
                     {Item::Kind::Entry, QString::number(number), tr("Entry %1").arg(format::entry(qint64(number))),
                      tr("in the log")}});
    }
    for (const Item &action : m_actions) {
        if (text.isEmpty() && action.kind != Item::Kind::Action)
            continue;
        if (const int score = matchScore(text, action.title))
            hits.append({score + 5, action}); // an action and a place that match alike: the action
    }
    const qint64 now = m_session.nowMs();
    for (const Placement &placement : m_session.workspace().placements()) {
        const QString title = placement.service + QLatin1Char(' ') + placement.where();
        const ServiceConfig *service = m_session.service(placement.service);
        const QString owner = service ? service->owner : QString();
        int score = matchScore(text, title);
        if (score == 0)
            score = matchScore(text, title + QLatin1Char(' ') + owner) / 2;
        if (score == 0)
            continue;
        const QString key = placement.key();
        const BoardStanding standing = judgeBoardPlace(m_session, key, now).standing;
        if (text.isEmpty() && !isUrgent(standing.state))
            continue;
        // Among equals what needs a person comes first.
        hits.append({score + (isUrgent(standing.state) ? 4 : 0),
                     {Item::Kind::Place, key, title,
                      owner.isEmpty() ? words(standing.state) : tr("%1, %2").arg(words(standing.state), owner)}});
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) { return a.score > b.score; });
    QList<Item> found;
    for (const Hit &hit : std::as_const(hits)) {
        if (found.size() == kMost)
            break;
        found.append(hit.item);
    }
    return found;
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Item &item = m_found.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return item.title;
    case Qt::AccessibleTextRole:
        return item.detail.isEmpty() ? item.title : tr("%1, %2").arg(item.title, item.detail);
    case DetailRole:
        return item.detail;
    case KindRole:
        return int(item.kind);
    case IdRole:
        return item.id;
    default:
        return {};
    }
}

} // namespace astern
