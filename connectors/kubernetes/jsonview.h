// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QString>

#include <simdjson.h>

#include <string_view>
#include <vector>

namespace astern::connectors {

class JsonView;

// Reads JSON whose types are not to be trusted: an absent value or null reads as the fallback, a value of the
// wrong type too, and the first of those is kept with its place ("status.canary.weights[0].weight").
class JsonReader {
public:
    explicit JsonReader(simdjson::dom::element root) : m_root(root) { m_nodes.reserve(64); }
    [[nodiscard]] JsonView root();

    [[nodiscard]] bool ok() const { return m_problem.isEmpty(); }
    // "status.currentStepIndex: a whole number expected, found a string"
    [[nodiscard]] const QString &problem() const { return m_problem; }
    void complain(int node, QLatin1String expected, const simdjson::dom::element &found);
    void complain(const QString &problem);

private:
    friend class JsonView;
    struct Node {
        int parent = -1;
        std::string_view key;
        int index = -1;
    };
    [[nodiscard]] QString place(int node) const;

    simdjson::dom::element m_root;
    std::vector<Node> m_nodes;
    QString m_problem;
};

// A value at a place, or nothing there. Cheap to copy; valid as long as its reader and the parsed document.
class JsonView {
public:
    [[nodiscard]] bool exists() const { return m_exists && !m_element.is_null(); }
    [[nodiscard]] JsonView operator[](std::string_view key) const; // of an object

    [[nodiscard]] QString text() const;
    [[nodiscard]] std::string_view bytes() const; // of a string, without a copy
    [[nodiscard]] qint64 integer(qint64 fallback = 0) const;
    [[nodiscard]] int smallInteger(int fallback = 0) const;
    [[nodiscard]] double number(double fallback = 0) const;
    [[nodiscard]] bool boolean(bool fallback = false) const;
    [[nodiscard]] qint64 timeMs() const; // RFC 3339; 0: absent
    [[nodiscard]] bool isObject() const { return exists() && m_element.is_object(); }
    [[nodiscard]] bool isString() const { return exists() && m_element.is_string(); }
    [[nodiscard]] const simdjson::dom::element &element() const { return m_element; }

    template <class F>
    void eachItem(F visit) const
    {
        if (!exists())
            return;
        simdjson::dom::array array;
        if (m_element.get(array)) {
            m_reader->complain(m_node, QLatin1String("a list"), m_element);
            return;
        }
        int index = 0;
        for (const simdjson::dom::element item : array)
            visit(child({}, index++, item));
    }
    template <class F>
    void eachField(F visit) const
    {
        if (!exists())
            return;
        simdjson::dom::object object;
        if (m_element.get(object)) {
            m_reader->complain(m_node, QLatin1String("an object"), m_element);
            return;
        }
        for (const auto [key, value] : object)
            visit(key, child(key, -1, value));
    }

private:
    friend class JsonReader;
    JsonView(JsonReader *reader, int node) : m_reader(reader), m_node(node) {}
    [[nodiscard]] JsonView child(std::string_view key, int index, const simdjson::dom::element &element) const;
    template <class T>
    [[nodiscard]] bool get(T &value, const char *expected) const
    {
        if (!exists())
            return false;
        if (!m_element.get(value))
            return true;
        m_reader->complain(m_node, QLatin1String(expected), m_element);
        return false;
    }

    JsonReader *m_reader;
    int m_node;
    bool m_exists = false;
    simdjson::dom::element m_element;
};

[[nodiscard]] inline QString toText(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace astern::connectors
