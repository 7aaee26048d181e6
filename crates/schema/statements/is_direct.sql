select current_setting('stoa.direct', true) is not distinct from 'yes'
