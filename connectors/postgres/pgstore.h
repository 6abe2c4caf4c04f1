// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"
#include "models/journal/sharedstore.h"

namespace astern::connectors {

// What devices say of their people; empty where the database is from before that.
[[nodiscard]] Result<QList<SaidName>> readSaidNames(PgConnection &connection);

// The shared journal in a database that speaks PostgreSQL's protocol and has what resources/team/*.sql ask for:
// PL/pgSQL, SECURITY DEFINER, row locks that order transactions, triggers on TRUNCATE, LISTEN and NOTIFY; see
// docs/team.md. Everything that readers compare is computed by statements of this class, not by functions that lie in
// the database.
class PgStore final : public SharedStore {
public:
    explicit PgStore(PgOptions options) : m_options(std::move(options)) {}

    Result<Ok> connect() override;
    [[nodiscard]] bool connected() const override { return m_connection && m_connection->usable(); }
    Result<Filed> append(const QByteArray &leaf) override;
    Result<SharedHead> head() override;
    Result<QList<SharedRow>> rows(quint64 from, int most) override;
    Result<Hash> digest(quint64 from, quint64 to) override;
    Result<quint64> nextSeq(const QString &writer) override;
    Result<Ok> putOpening(const SealedOpening &opening) override;
    Result<quint64> eraseOpenings(const QString &entry) override;
    Result<QList<SaidName>> names() override;
    Result<Ok> sayName(const QString &entry, const QString &name) override;
    Result<Ok> publishCheckpoint(quint64 size, const QByteArray &note) override;
    Result<Ok> publishCosignature(quint64 size, const QString &writer, const QByteArray &note) override;
    Result<QList<PublishedHead>> heads(quint64 fromSize) override;
    Result<bool> signsHeads() override;
    Result<Ok> notify() override;
    Result<bool> waitForNotice(int ms) override;
    void wake() override { m_waker.wake(); }
    void cancel() override { m_waker.cancel(); }

private:
    [[nodiscard]] Result<PgRows> query(const char *sql, const QList<PgValue> &values = {});

    PgOptions m_options;
    PgWaker m_waker;
    std::unique_ptr<PgConnection> m_connection;
};

} // namespace astern::connectors
