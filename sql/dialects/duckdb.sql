-- The engine-specific half of the Silver and Gold models: the same names are defined for Spark in spark.sql.
create macro micros_between(a, b) as epoch_us(b) - epoch_us(a);
create macro millis_between(a, b) as (epoch_us(b) - epoch_us(a)) // 1000;
create macro add_micros(ts, n) as ts + to_microseconds(n);
create macro add_millis(ts, n) as ts + to_microseconds(n * 1000);
create macro floor_to_milli(ts) as make_timestamp(epoch_us(ts) // 1000 * 1000);
create macro hour_number(ts) as epoch_us(ts) // 3600000000;
create macro span_number(ts, width_ms) as epoch_us(ts) // (width_ms * 1000);
-- A local time that occurs twice, in autumn, is the first of the two, as in RFC 5545; DuckDB itself takes the second.
-- The first is reckoned with the offset of three hours earlier: no clock is set back by more.
create macro utc_from_local(ts, zone) as
    case
        when timezone(zone, timezone('UTC', ts - (
            timezone(zone, timezone(zone, ts) - interval 3 hour) - timezone('UTC', timezone(zone, ts) - interval 3 hour)
        ))) = ts
            then ts - (
                timezone(zone, timezone(zone, ts) - interval 3 hour)
                - timezone('UTC', timezone(zone, ts) - interval 3 hour)
            )
        else timezone('UTC', timezone(zone, ts))
    end;
create macro local_from_utc(ts, zone) as timezone(zone, timezone('UTC', ts));
create macro utc_from_text(t, zone) as
    case
        when length(t) = 10 then utc_from_local(cast(t as timestamp), zone)
        else make_timestamp(epoch_us(cast(t as timestamptz)))
    end;
create macro at_local_time(d, t, day_offset, zone) as
    utc_from_local((d + cast(day_offset as integer)) + cast(t as time), zone);
create macro weekday_name(d) as strftime(d, '%a');
create macro week_start(d) as cast(date_trunc('week', d) as date);
create macro month_start(d) as cast(date_trunc('month', d) as date);
create macro date_number(d) as year(d) * 10000 + month(d) * 100 + day(d);
create macro as_text(x) as cast(x as varchar);
create macro identity_hash(a, b) as cast(hash(cast(a as varchar), cast(b as varchar)) >> 1 as bigint);
-- Exact: a share of the whole must be the whole, and joules times milliseconds can be beyond what a double or a bigint
-- holds. Where the product is sure to be within a bigint, dividing that takes a fiftieth of the time.
create macro whole_share(total, part, whole) as cast(
    case
        when total between 0 and 3000000000 and part between 0 and 3000000000 then total * part // nullif(whole, 0)
        else cast(total as hugeint) * part // nullif(whole, 0)
    end as bigint
);
create macro square_root(x) as sqrt(x);
create macro natural_log(x) as ln(x);
create macro exponential(x) as exp(x);
