update accounts set plan = 'free';
