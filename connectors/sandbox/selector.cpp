// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/selector.h"

#include "connectors/sandbox/json.h"

#include <QRegularExpression>

#include <algorithm>

namespace astern::connectors::sandbox {

std::optional<Selector> Selector::labels(const QString &text)
{
    static const QRegularExpression set(u"^([^\\s!=()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)$"_s);
    static const QRegularExpression equality(u"^([^\\s!=()]+)\\s*(==|=|!=)\\s*([^\\s!=()]*)$"_s);
    static const QRegularExpression existence(u"^(!?)\\s*([^\\s!=()]+)$"_s);
    // Commas inside parentheses belong to a set.
    static const QRegularExpression comma(u",(?![^()]*\\))"_s);
    Selector selector;
    for (const QString &part : text.split(comma, Qt::SkipEmptyParts)) {
        const QString term = part.trimmed();
        if (auto m = set.match(term); m.hasMatch()) {
            QStringList values = m.captured(3).split(QLatin1Char(','));
            for (QString &value : values)
                value = value.trimmed();
            selector.m_terms.append({m.captured(1), m.captured(2) == "in"_L1 ? Op::In : Op::NotIn, values});
        } else if (m = equality.match(term); m.hasMatch()) {
            selector.m_terms.append(
                {m.captured(1), m.captured(2) == "!="_L1 ? Op::NotEquals : Op::Equals, {m.captured(3)}});
        } else if (m = existence.match(term); m.hasMatch()) {
            selector.m_terms.append({m.captured(2), m.captured(1).isEmpty() ? Op::Exists : Op::Absent, {}});
        } else {
            return std::nullopt;
        }
    }
    return selector;
}

std::optional<Selector> Selector::fields(const QString &text, const QString &resource)
{
    static const QStringList everywhere{u"metadata.name"_s, u"metadata.namespace"_s};
    static const QStringList ofEvents{u"involvedObject.kind"_s,
                                      u"involvedObject.namespace"_s,
                                      u"involvedObject.name"_s,
                                      u"involvedObject.uid"_s,
                                      u"reason"_s,
                                      u"type"_s};
    auto selector = labels(text);
    if (!selector)
        return std::nullopt;
    selector->m_fields = true;
    for (const Term &term : selector->m_terms)
        if (!(everywhere.contains(term.key) || (resource == "events"_L1 && ofEvents.contains(term.key))) ||
            (term.op != Op::Equals && term.op != Op::NotEquals))
            return std::nullopt;
    return selector;
}

QString Selector::equalTo(const QString &key) const
{
    for (const Term &term : m_terms)
        if (term.key == key && term.op == Op::Equals)
            return term.values.value(0);
    return {};
}

bool Selector::matches(const Term &term, const QJsonObject &object) const
{
    QJsonValue value = get(object, {"metadata"_L1, "labels"_L1}).toObject().value(term.key);
    if (m_fields) {
        value = object;
        for (const QString &part : term.key.split(QLatin1Char('.')))
            value = value.toObject().value(part);
    }
    const bool present = value.isString();
    const bool listed = present && term.values.contains(value.toString());
    switch (term.op) {
    case Op::Equals:
    case Op::In:
        return listed;
    case Op::NotEquals:
    case Op::NotIn:
        return !listed;
    case Op::Exists:
        return present;
    case Op::Absent:
        return !present;
    }
    return false;
}

bool Selector::matches(const QJsonObject &object) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term &term) { return matches(term, object); });
}

} // namespace astern::connectors::sandbox
