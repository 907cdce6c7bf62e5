/** Types a whole person into the form that the screens for adding and correcting share. */
import { fireEvent, screen } from '@testing-library/react';
import { type } from '../../../../tests/shared/officers-phone.tsx';

function chooseSex(value: string): void {
  const radio = screen.getAllByRole<HTMLInputElement>('radio').find((each) => each.value === value);
  if (radio === undefined) throw new Error('no such choice');
  fireEvent.click(radio);
}

export async function typePerson(name = 'Đặng Văn Bình', birth = '15/03/1990'): Promise<void> {
  await type('person-name', name);
  await type('person-birth', birth);
  chooseSex('nam');
  await type('person-relation', 'con');
  await type('person-group', '1');
}
