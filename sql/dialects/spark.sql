-- The functions of duckdb.sql for Spark SQL 4 (session.timeZone=UTC, timestampType=TIMESTAMP_NTZ).
create temporary function micros_between(a timestamp_ntz, b timestamp_ntz) returns bigint
    return unix_micros(cast(b as timestamp)) - unix_micros(cast(a as timestamp));
create temporary function millis_between(a timestamp_ntz, b timestamp_ntz) returns bigint
    return (unix_micros(cast(b as timestamp)) - unix_micros(cast(a as timestamp))) div 1000;
create temporary function add_micros(ts timestamp_ntz, n bigint) returns timestamp_ntz
    return cast(timestamp_micros(unix_micros(cast(ts as timestamp)) + n) as timestamp_ntz);
create temporary function add_millis(ts timestamp_ntz, n bigint) returns timestamp_ntz
    return cast(timestamp_micros(unix_micros(cast(ts as timestamp)) + n * 1000) as timestamp_ntz);
create temporary function floor_to_milli(ts timestamp_ntz) returns timestamp_ntz
    return cast(timestamp_micros(unix_micros(cast(ts as timestamp)) div 1000 * 1000) as timestamp_ntz);
create temporary function hour_number(ts timestamp_ntz) returns bigint
    return unix_micros(cast(ts as timestamp)) div 3600000000;
create temporary function span_number(ts timestamp_ntz, width_ms bigint) returns bigint
    return unix_micros(cast(ts as timestamp)) div (width_ms * 1000);
create temporary function utc_from_local(ts timestamp_ntz, zone string) returns timestamp_ntz
    return cast(to_utc_timestamp(ts, zone) as timestamp_ntz);
create temporary function local_from_utc(ts timestamp_ntz, zone string) returns timestamp_ntz
    return cast(from_utc_timestamp(ts, zone) as timestamp_ntz);
create temporary function utc_from_text(t string, zone string) returns timestamp_ntz
    return case
        when length(t) = 10 then cast(to_utc_timestamp(cast(t as timestamp_ntz), zone) as timestamp_ntz)
        else cast(cast(t as timestamp) as timestamp_ntz)
    end;
create temporary function at_local_time(d date, t string, day_offset bigint, zone string) returns timestamp_ntz
    return cast(
        to_utc_timestamp(to_timestamp_ntz(concat(date_add(d, cast(day_offset as int)), ' ', t)), zone) as timestamp_ntz
    );
create temporary function weekday_name(d date) returns string return date_format(d, 'E');
create temporary function week_start(d date) returns date return cast(date_trunc('week', d) as date);
create temporary function month_start(d date) returns date return cast(date_trunc('month', d) as date);
create temporary function date_number(d date) returns bigint return cast(date_format(d, 'yyyyMMdd') as bigint);
create temporary function as_text(x string) returns string return x;
create temporary function identity_hash(a string, b string) returns bigint return xxhash64(a, b);
create temporary function whole_share(total bigint, part bigint, whole bigint) returns bigint
    return (cast(total as decimal(19, 0)) * cast(part as decimal(19, 0))) div cast(nullif(whole, 0) as decimal(19, 0));
create temporary function square_root(x double) returns double return sqrt(x);
create temporary function natural_log(x double) returns double return ln(x);
create temporary function exponential(x double) returns double return exp(x);
