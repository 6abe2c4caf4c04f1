// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/session/session.h"
#include "models/views/rowsmodel.h"
#include "models/workspace/secretref.h"

namespace astern {

struct SecretRow {
    enum class State { Asking, Set, Missing, Unknown };
    QString name;
    QStringList backends;
    State state = State::Asking;
    QString problem; // why nothing is known
    [[nodiscard]] QString id() const { return name; }
    bool operator==(const SecretRow &) const = default;
};

// The secrets that the workspace keeps in the keychain: names, who uses them, whether they are there. Never a value:
// one is only ever passed on to the keychain.
class SecretsModel : public RowsModel<SecretRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, BackendsColumn, ColumnCount };
    enum SecretRole { IdRole = Qt::UserRole, SortRole, ToneRole };

    explicit SecretsModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Asks the keychain which of them are there. It may show a dialog to unlock it, so only when a person looks.
    void refresh();
    // told() says how it ended; backends that use the name sign in again with the new value.
    void set(const QString &name, const QString &value);
    void remove(const QString &name);
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void told(const QString &words, bool good);
    void busyChanged();

private:
    void show();
    void finish(const QString &name, const QString &words, const Result<Ok> &result);

    Session &m_session;
    struct Known {
        SecretRow::State state = SecretRow::State::Asking;
        QString problem;
    };
    QHash<QString, Known> m_known;
    bool m_busy = false;
};

} // namespace astern
