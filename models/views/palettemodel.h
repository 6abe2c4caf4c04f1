// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QAbstractListModel>

namespace astern {

// How well `text` answers to what a person typed; higher is better, 0: not at all. Case and accents do not matter;
// every word of `typed` must be found. A word that begins a word of the text counts more than one inside of it, letters
// that only appear in order ("chk" in "checkout") count least.
[[nodiscard]] int matchScore(const QString &typed, const QString &text);

// Everything the command palette can find: the window's own actions, the places of the workspace, and an entry of the
// log by its number ("#42"). Best match first; with nothing typed: actions, then the places that need a person.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    struct Item {
        enum class Kind { Action, Signal, Policy, Place, Entry };
        Kind kind = Kind::Action;
        QString id;     // of the action or signal; a policy's file; Placement::key(); number of the entry
        QString title;  // what is found by
        QString detail; // what is known about it, or its keys
        bool operator==(const Item &) const = default;
    };
    enum PaletteRole { DetailRole = Qt::UserRole, KindRole, IdRole };
    static constexpr int kMost = 50; // more than a person reads

    explicit PaletteModel(Session &session, QObject *parent = nullptr);
    // What the window can do; its signals and policies are found only by who types something.
    void setActions(const QList<Item> &actions);
    void setText(const QString &typed); // looks at the session anew
    [[nodiscard]] const Item &itemAt(int row) const { return m_found.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_found.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] QList<Item> find(const QString &typed) const;

    Session &m_session;
    QList<Item> m_actions;
    QList<Item> m_found;
};

} // namespace astern
