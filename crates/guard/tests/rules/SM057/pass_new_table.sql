create table bookings (id uuid primary key, room int not null, during tstzrange not null,
    constraint bookings_no_overlap exclude using gist (room with =, during with &&));
