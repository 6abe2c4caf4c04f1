// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/http/http.h"
#include "connectors/http/secrets.h"
#include "models/flag/flagbackend.h"

#include <memory>

namespace astern::connectors {

// Reading and changing flags, for the command thread.
class UnleashFlags final : public FlagBackend {
    Q_OBJECT
public:
    UnleashFlags(const BackendConfig &config, HttpOptions http, std::function<Result<HttpOptions>()> reopen,
                 const Clock &clock);
    ~UnleashFlags() override;

    [[nodiscard]] Capability capability(FlagAction action, const FlagState &state) const override;
    void list(const QString &project, const QString &environment, Done<QList<FlagState>> done) override;
    void read(const FlagRef &ref, Done<FlagState> done) override;
    void mayI(FlagAction action, const FlagRef &ref, Done<Permission> done) override;
    void apply(const LoggedIntent &intent, const FlagCommand &command, Done<Accepted> done) override;
    void signInAgain() override;

private:
    [[nodiscard]] HttpClient &client();
    void reopen();
    void get(const HttpRequest &request, Done<QByteArray> done);
    // Who changed it last; empty where the credentials may not read that, or the server does not say.
    void changes(const FlagRef &ref, Done<QList<FlagChange>> done);
    void send(const FlagCommand &command, const QString &key, const FlagState &before, Done<Accepted> done);
    void finish(const FlagCommand &command, const FlagState &before, Done<Accepted> done);
    void later(std::function<void()> call);

    BackendConfig m_config;
    HttpOptions m_http;
    std::function<Result<HttpOptions>()> m_reopen;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    std::vector<std::unique_ptr<HttpClient>> m_retired; // with older certificates, as long as something is under way
    std::unique_ptr<FileWatch> m_files;
};

} // namespace astern::connectors
