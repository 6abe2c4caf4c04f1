// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/jsonview.h"

#include <QDateTime>

#include <limits>

namespace astern::connectors {
namespace {

QLatin1String typeName(const simdjson::dom::element &element)
{
    using Type = simdjson::dom::element_type;
    switch (element.type()) {
    case Type::ARRAY:
        return QLatin1String("a list");
    case Type::OBJECT:
        return QLatin1String("an object");
    case Type::INT64:
    case Type::UINT64:
        return QLatin1String("a whole number");
    case Type::DOUBLE:
        return QLatin1String("a number with a fraction");
    case Type::STRING:
        return QLatin1String("a string");
    case Type::BOOL:
        return QLatin1String("true or false");
    case Type::NULL_VALUE:
        return QLatin1String("null");
    }
    return QLatin1String("something else");
}

} // namespace

JsonView JsonReader::root()
{
    m_nodes.push_back({});
    JsonView view(this, static_cast<int>(m_nodes.size()) - 1);
    view.m_exists = true;
    view.m_element = m_root;
    return view;
}

void JsonReader::complain(int node, QLatin1String expected, const simdjson::dom::element &found)
{
    if (m_problem.isEmpty())
        m_problem = QStringLiteral("%1: %2 expected, found %3").arg(place(node), expected, typeName(found));
}

void JsonReader::complain(const QString &problem)
{
    if (m_problem.isEmpty())
        m_problem = problem;
}

QString JsonReader::place(int node) const
{
    QString text;
    for (int at = node; at >= 0; at = m_nodes[static_cast<size_t>(at)].parent) {
        const Node &step = m_nodes[static_cast<size_t>(at)];
        if (step.index >= 0)
            text.prepend(QStringLiteral("[%1]").arg(step.index));
        else if (!step.key.empty())
            text.prepend(QLatin1Char('.') + toText(step.key));
    }
    if (text.startsWith(QLatin1Char('.')))
        text.remove(0, 1);
    return text.isEmpty() ? QStringLiteral("the whole object") : text;
}

JsonView JsonView::child(std::string_view key, int index, const simdjson::dom::element &element) const
{
    m_reader->m_nodes.push_back({m_node, key, index});
    JsonView view(m_reader, static_cast<int>(m_reader->m_nodes.size()) - 1);
    view.m_exists = true;
    view.m_element = element;
    return view;
}

JsonView JsonView::operator[](std::string_view key) const
{
    JsonView missing(m_reader, m_node);
    if (!exists())
        return missing;
    simdjson::dom::object object;
    if (m_element.get(object)) {
        m_reader->complain(m_node, QLatin1String("an object"), m_element);
        return missing;
    }
    simdjson::dom::element element;
    if (object.at_key(key).get(element))
        return missing;
    return child(key, -1, element);
}

std::string_view JsonView::bytes() const
{
    std::string_view value;
    return get(value, "a string") ? value : std::string_view();
}

QString JsonView::text() const { return toText(bytes()); }

qint64 JsonView::integer(qint64 fallback) const
{
    int64_t value = 0;
    return get(value, "a whole number") ? value : fallback;
}

int JsonView::smallInteger(int fallback) const
{
    const qint64 value = integer(fallback);
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
        m_reader->complain(m_node, QLatin1String("a number of 32 bits"), m_element);
        return fallback;
    }
    return static_cast<int>(value);
}

double JsonView::number(double fallback) const
{
    double value = 0;
    return get(value, "a number") ? value : fallback;
}

bool JsonView::boolean(bool fallback) const
{
    bool value = false;
    return get(value, "true or false") ? value : fallback;
}

qint64 JsonView::timeMs() const
{
    if (!exists())
        return 0;
    const QDateTime time = QDateTime::fromString(text(), Qt::ISODateWithMs);
    if (!time.isValid()) {
        m_reader->complain(m_node, QLatin1String("a time as of RFC 3339"), m_element);
        return 0;
    }
    return time.toMSecsSinceEpoch();
}

} // namespace astern::connectors
