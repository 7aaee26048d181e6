alter table bookings add constraint bookings_no_overlap exclude using gist (room with =, during with &&);
