// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of a value; json.cpp reads the text.
#include "models/journal/verify/json.h"

namespace astern::verify {

Json::Kind Json::kind() const { return m_document ? m_document->m_nodes[m_node].kind : Kind::Null; }

Json Json::at(std::string_view key) const
{
    if (kind() != Kind::Object)
        return {};
    const auto &nodes = m_document->m_nodes;
    const std::uint32_t end = nodes[m_node].next;
    for (std::uint32_t node = m_node + 1; node < end; node = nodes[node].next) {
        if (m_document->bytes().substr(nodes[node].keyBegin, nodes[node].keySize) == key)
            return {m_document, node};
    }
    return {};
}

std::string Json::text() const
{
    if (kind() != Kind::Text)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    const std::string_view text = m_document->bytes().substr(node.begin, node.size);
    return node.escaped ? unescaped(text) : std::string(text);
}

std::string_view Json::plain() const
{
    if (kind() != Kind::Text || m_document->m_nodes[m_node].escaped)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.begin, node.size);
}

std::string_view Json::quoted() const
{
    if (kind() != Kind::Text)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.begin - 1, node.size + 2);
}

bool Json::is(std::string_view text) const
{
    if (kind() != Kind::Text)
        return false;
    return m_document->m_nodes[m_node].escaped ? this->text() == text : plain() == text;
}

std::optional<std::int64_t> Json::number() const
{
    return kind() == Kind::Number ? std::optional(m_document->m_nodes[m_node].number) : std::nullopt;
}

bool Json::isTrue() const
{
    return kind() == Kind::Bool && m_document->bytes()[m_document->m_nodes[m_node].begin] == 't';
}

std::size_t Json::size() const
{
    return kind() == Kind::Array || kind() == Kind::Object ? m_document->m_nodes[m_node].size : 0;
}

std::vector<Json> Json::items() const
{
    std::vector<Json> items;
    if (kind() != Kind::Array && kind() != Kind::Object)
        return items;
    const auto &nodes = m_document->m_nodes;
    for (std::uint32_t node = m_node + 1; node < nodes[m_node].next; node = nodes[node].next)
        items.emplace_back(m_document, node);
    return items;
}

std::string_view Json::key() const
{
    if (!m_document)
        return {};
    const JsonDocument::Node &node = m_document->m_nodes[m_node];
    return m_document->bytes().substr(node.keyBegin, node.keySize);
}

} // namespace astern::verify
