// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakedoors.h"

#include <map>

// Several objects behind one backend, each of which obeys by itself.
namespace astern {

class FakeCells : public DeliveryCommands {
    Q_OBJECT
public:
    FakeBackend &at(const ObjectRef &ref) { return m_cells[ref.key()]; }

    [[nodiscard]] Capability capability(DeliveryAction action, const Rollout &rollout) const override
    {
        return m_cells.at(rollout.ref.key()).capability(action, rollout);
    }
    void read(const ObjectRef &ref, Done<Rollout> done) override { at(ref).read(ref, std::move(done)); }
    void mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done) override
    {
        at(ref).mayI(action, ref, std::move(done));
    }
    void apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done) override
    {
        at(command.target).apply(intent, command, std::move(done));
    }

private:
    std::map<QString, FakeBackend> m_cells; // by ObjectRef::key()
};

} // namespace astern
