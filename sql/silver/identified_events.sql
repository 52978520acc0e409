-- One row per line of every source, with the hash of its identity: (machine_id, event_id), or the whole event without
-- event_id. Equal events hash equal; the few unequal ones that share a hash are told apart in silver.repeated_events.
--! grain: none
--! kind: view
--! version: 1
--! collect: silver.source_events = silver.events_*
with source_events as (
    select * from silver.source_events
),

final as (
    select
        *,
        case
            when event_id is not null then identity_hash(machine_id, event_id)
            else identity_hash(machine_id, concat(
                as_text(event_at), '|', event_type, '|', coalesce(as_text(seq), ''), '|', coalesce(state, ''), '|',
                coalesce(as_text(good_qty), ''), '|', coalesce(as_text(energy_kwh), '')
            ))
        end as identity
    from source_events
)

select * from final
